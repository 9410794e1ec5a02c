/** The number of parallel transfers becomes one of the settings. Events that told of it are told by no one any more. */
export const settingSections = `
UPDATE setting SET name = 'transfers' WHERE name = 'concurrency';
DELETE FROM event WHERE json_extract(change, '$.type') = 'concurrency';
`;
