/** Encounters in which others have changed fields on the hub are found at once: of most there are none. */

/** The condition of the index, to be written in a query as it is here. */
export const mayBeChangedThere = "review = 'approved' AND delivered ->> '$.there' IS NOT NULL";

export const changedThere = `
CREATE INDEX encounter_changed_there ON encounter (manifest) WHERE ${mayBeChangedThere};
`;
