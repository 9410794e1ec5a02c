/** Whether news of changes arrives, for what is to be done otherwise while it does not. */
let live = false;

export const setLive = (to: boolean): void => {
  live = to;
};

export const isLive = (): boolean => live;
