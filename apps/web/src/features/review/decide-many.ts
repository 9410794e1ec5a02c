/** What a person decides of many encounters at once: of those that are as they saw them; the others are named. */
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { count, formatNumber } from "../../ui/format.ts";
import { leftOtherwise, showDecided, staysOnHub } from "./edits.ts";
import { refuseUnseen, versionsSeen } from "./versions-seen.ts";

/** Of those named, or of all that are pending. */
export function useApproveMany(id: ManifestId) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (encounters: EncounterId[] | undefined) => {
      const seen = versionsSeen(client, id, encounters);
      if (!encounters) await refuseUnseen(client, id, seen);
      return station.approve({ params: { id }, body: { seen, ...(encounters && { encounters }) } });
    },
    onSuccess: ({ approved, undo }) =>
      showDecided(client, id, { undo, sentence: `${count(approved, "encounter")} approved.` }),
  });
}

export function useDecideMany(id: ManifestId) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { decision: "deny" | "reopen"; encounters: EncounterId[] }) =>
      station.decide({ params: { id }, body: { ...body, seen: versionsSeen(client, id, body.encounters) } }),
    onSuccess: ({ changed, undo, stayApproved, imagesOnHub, otherwise }, { decision }) => {
      const done = decision === "deny" ? "denied" : "reopened";
      const approved = stayApproved > 0 ? ` ${formatNumber(stayApproved)} approved: reopen first to deny.` : "";
      const more = `${approved}${staysOnHub(imagesOnHub)}${leftOtherwise(otherwise)}`;
      return showDecided(client, id, { undo, sentence: `${count(changed, "encounter")} ${done}.`, more });
    },
  });
}
