/** A gate in the way of a reading: closed, it lets nobody through until it is opened. */
export interface Hold {
  close(): void;
  open(): void;
  isOpen(): boolean;
  /** Resolves at once while it is open. */
  pass(): Promise<void>;
}

export function createHold(): Hold {
  let closed: PromiseWithResolvers<void> | null = null;
  return {
    close() {
      closed ??= Promise.withResolvers<void>();
    },
    open() {
      closed?.resolve();
      closed = null;
    },
    isOpen: () => closed === null,
    pass: () => closed?.promise ?? Promise.resolve(),
  };
}
