// A team's function: stores each notice in a table.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export async function handler({ Records }: { Records: { body: string }[] }): Promise<void> {
  for (const { body } of Records) {
    await client.send(
      new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: body } } }),
    );
  }
}
