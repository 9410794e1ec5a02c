import { Dialog } from "../../ui/dialog.tsx";

const rows = [
  ["J", "Next encounter"],
  ["K", "Previous encounter"],
  ["↓ ↑", "The same, while an encounter has the focus"],
  ["A", "Approve"],
  ["D", "Deny"],
  ["E", "Edit: what is missing first"],
  ["L", "Look at its images"],
  ["Enter", "Save a field"],
  ["Esc", "Take a field back, close a window"],
  ["?", "This list"],
] as const;

export function HelpDialog({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys" description="They rest while you type in a field.">
      <dl className="keys">
        {rows.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
