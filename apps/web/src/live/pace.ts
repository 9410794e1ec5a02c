/** Calls `flush` at once, then at most every `everyMs` for as long as it is asked for. */
export function paced(everyMs: number, flush: () => void): { readonly ask: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = false;
  const tick = () => {
    timer = undefined;
    if (!asked) return;
    asked = false;
    timer = setTimeout(tick, everyMs);
    flush();
  };
  return {
    ask: () => {
      asked = true;
      if (timer === undefined) tick();
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      asked = false;
    },
  };
}
