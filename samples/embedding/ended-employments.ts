// Which ended connections are employments. A connection can be created from either side.
export const endedEmployments = {
  $or: [
    { connection: { record1RoleId: ['employee'] } },
    { connection: { record2RoleId: ['employee'] } },
  ],
} as const;
