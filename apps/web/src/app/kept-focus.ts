/**
 * A button that did its work may leave the page, and the focus with it. Then the nearest part of the page around it that is
 * still there takes the focus, so that a keyboard or a screen reader goes on from the same place.
 */
const places = "li, details, section, article, form, main";

/** Watches the element for as long as it is on the page. @returns stops watching */
export function keepFocus(root: HTMLElement): () => void {
  let around: HTMLElement[] = [];
  let held: Element | null = null;

  const remember = (event: FocusEvent) => {
    held = event.target instanceof Element ? event.target : null;
    around = [];
    for (let at = held?.parentElement; at && root.contains(at); at = at.parentElement)
      if (at.matches(places)) around.push(at);
  };
  const restore = () => {
    if (!held || held.isConnected) return;
    held = null;
    if (document.activeElement !== document.body) return;
    const place = around.find((element) => element.isConnected);
    if (!place) return;
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };

  const observer = new MutationObserver(restore);
  observer.observe(root, { childList: true, subtree: true });
  root.addEventListener("focusin", remember);
  return () => {
    observer.disconnect();
    root.removeEventListener("focusin", remember);
  };
}
