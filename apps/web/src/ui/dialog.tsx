import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, type RefObject, useRef } from "react";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly wide?: boolean;
  /** What has the focus first; else the first field, of a choice what is chosen; else the first that can have it. */
  readonly first?: RefObject<HTMLElement | null>;
  /** Gives the focus to something, where it is not to go back to where it was. */
  readonly onClosed?: () => void;
  readonly children: ReactNode;
}

/** What gives the focus itself, once the window has let go of it. */
export const whenFree = (giveFocus: () => void) => () => {
  queueMicrotask(giveFocus);
  return false;
};

/** A button may do something by itself: of what stands below the title only fields have the focus first. */
const fields = "input:not([type=radio], [type=hidden], :disabled), input[type=radio]:checked, select, textarea";

/** A question or a form above the page. Escape and the cross close it; the focus goes back to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  wide = false,
  first,
  onClosed,
  children,
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  // On a touch screen a field would bring up the keyboard over what is to be read.
  const firstField = (by: string) =>
    by === "touch" ? true : (body.current?.querySelector<HTMLElement>(fields) ?? true);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          className={wide ? "dialog wide" : "dialog"}
          initialFocus={first ?? firstField}
          {...(onClosed && { finalFocus: whenFree(onClosed) })}
        >
          <div className="dialoghead">
            <Base.Title className="dialogtitle">{title}</Base.Title>
            <Base.Close className="btn ghost icon" aria-label="Close">
              <span aria-hidden="true">×</span>
            </Base.Close>
          </div>
          {description && <Base.Description className="quiet dialogtext">{description}</Base.Description>}
          <div className="dialogbody" ref={body}>
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
