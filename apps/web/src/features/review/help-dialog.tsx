import { Dialog } from "../../ui/dialog.tsx";

const ofEncounters = [
  ["J", "Next encounter"],
  ["K", "Previous encounter"],
  ["↓ ↑", "The same, while an encounter has the focus"],
  ["A", "Approve: what is selected, else the encounter with the focus"],
  ["D", "Deny: the same"],
  ["R", "Reopen what is approved or denied: the same"],
  ["E", "Edit: what is missing first; of what is selected, set fields together"],
  ["L", "Look at its images"],
  ["X", "Select; Space too, while an encounter has the focus"],
  ["Ctrl A", "Select all that the filter shows"],
  ["M", "Merge the selected encounters"],
  ["Ctrl Z", "Undo what was done last"],
  ["Enter", "Save a field and go back to its encounter"],
  ["Esc", "Take a field back, clear the selection, close a window"],
  ["?", "This list"],
] as const;

const ofImages = [
  ["← → ↑ ↓", "Move; with Shift, select a range"],
  ["X", "Select; Space too"],
  ["G", "Select all of the same burst"],
  ["Ctrl A", "Select all"],
  ["Enter", "Show one large"],
  ["S", "Split off what is selected"],
  ["M", "Move it to another encounter"],
  ["O", "Leave it out"],
  ["B", "Bring back what was left out"],
  ["L R", "Left or right side; again takes it back"],
  ["F T", "Front, or from behind (tail)"],
  ["D V", "From above (dorsal), or below (ventral)"],
  ["0 – 4", "Quality, 4 is the best"],
  ["P", "People in the picture: others are not shown it"],
  ["Esc", "Clear the selection, then close"],
] as const;

function Keys({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
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
  );
}

export function HelpDialog({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys" description="They rest while you type in a field.">
      <Keys rows={ofEncounters} />
      <h3 className="keyshead">Among the images of an encounter</h3>
      <Keys rows={ofImages} />
    </Dialog>
  );
}
