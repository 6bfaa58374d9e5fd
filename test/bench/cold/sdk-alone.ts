// A handler that starts with the SDK and nothing else: one GetItem with the document client.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async () => {
  await db.send(new GetCommand({ TableName: 'table', Key: { pk: 'a', sk: 'b' } }));
  return { statusCode: 200 };
};
