/** Why images are left out: one of a few common reasons, or a person's own words. */
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { count } from "../../ui/format.ts";

/** As they are kept and sent to the hub; own words are as good. */
const common = ["Out of focus", "No animal in it", "Not of this population", "A person is in it", "Duplicate"] as const;
const longest = 500;

interface LeaveOutProps {
  readonly images: number;
  readonly isDelivered: boolean;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  /** The focus is free. */
  readonly onClosed: () => void;
  readonly onLeaveOut: (reason: string | null) => void;
}

export function LeaveOutDialog({ images, isDelivered, open, setOpen, onClosed, onLeaveOut }: LeaveOutProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    setReason("");
    onLeaveOut(reason.trim() || null);
  };
  const away = isDelivered
    ? "The next sync takes what was delivered of them out of the encounter on the hub. The files stay where they are."
    : "They are not sent. The files stay where they are.";
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      onClosed={onClosed}
      first={field}
      title={`Leave out ${count(images, "image")}`}
      description={`${away} They can be brought back at any time.`}
    >
      <form onSubmit={submit}>
        <div className="formfield">
          <label htmlFor={id}>Reason (may be left empty)</label>
          <input
            id={id}
            ref={field}
            className="input"
            maxLength={longest}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            autoComplete="off"
          />
        </div>
        <fieldset className="reasons">
          <legend className="sr">Common reasons</legend>
          {common.map((each) => (
            <Button key={each} aria-pressed={reason === each} onClick={() => setReason(reason === each ? "" : each)}>
              {each}
            </Button>
          ))}
        </fieldset>
        <div className="formacts">
          <Button type="submit" look="primary">
            Leave out {count(images, "image")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
