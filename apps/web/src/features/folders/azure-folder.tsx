/** A folder of an Azure container, and what lets the station into it. The hub copies from there; nothing is downloaded whole. */
import { type AzureCredential, azureFolderText, isAzureFolder, parseAzureFolder } from "@landfall/protocol";
import { useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import type { Folder } from "../../ui/folder-picker.tsx";

type Way = "kept" | AzureCredential["kind"];

const wayWords: Record<Way, string> = {
  sas: "A shared access signature (SAS)",
  connectionString: "A connection string",
  identity: "This computer's Entra identity",
  kept: "What the station kept from last time",
};

const secretWords = { sas: "SAS", connectionString: "Connection string" } as const;

/** What is given for a container; undefined where something is missing. Null: the station has it. */
function toCredential(way: Way, secret: string): AzureCredential | null | undefined {
  if (way === "kept") return null;
  if (way === "identity") return { kind: "identity" };
  if (!secret) return undefined;
  return way === "sas" ? { kind: "sas", sas: secret } : { kind: "connectionString", connectionString: secret };
}

/** The address with the signature that Azure's portal writes behind it, taken apart. */
function takeApart(text: string): { readonly place: string; readonly sas: string | undefined } {
  const [place = "", sas] = text.trim().split("?", 2);
  return { place, sas };
}

interface AzureFolderProps {
  readonly onAdd: (folder: Folder, credential: AzureCredential | null) => void;
}

export function AzureFolder({ onAdd }: AzureFolderProps) {
  const id = useId();
  const [address, setAddress] = useState("");
  const [way, setWay] = useState<Way>("sas");
  const [secret, setSecret] = useState("");
  const isRight = isAzureFolder(address) && parseAzureFolder(address) !== undefined;
  const isWrong = address !== "" && !isRight;
  const credential = toCredential(way, secret.trim());
  const isReady = isRight && credential !== undefined;
  const add = () => {
    const folder = parseAzureFolder(address);
    if (!folder || credential === undefined) return;
    // As it was typed: an address of its own kind is told apart by the station.
    onAdd({ name: azureFolderText(folder), path: address }, credential);
    setAddress("");
    setSecret("");
  };
  return (
    <details className="more">
      <summary>A folder in Azure Blob Storage</summary>
      <div className="formgrid">
        <div className="formfield">
          <label htmlFor={`${id}address`}>Container and folder</label>
          <input
            id={`${id}address`}
            className="input"
            autoComplete="off"
            spellCheck={false}
            placeholder="azure://account/container/Summer 2024"
            value={address}
            aria-invalid={isWrong || undefined}
            aria-describedby={`${id}note`}
            onChange={(event) => {
              const { place, sas } = takeApart(event.target.value);
              setAddress(place);
              if (sas === undefined) return;
              setWay("sas");
              setSecret(sas);
            }}
          />
          <small className={isWrong ? "wrong" : "quiet"} id={`${id}note`}>
            {isWrong
              ? "Write azure://ACCOUNT/CONTAINER/FOLDER, or the https address of a container."
              : "An address with its SAS may be pasted whole."}
          </small>
        </div>
        <div className="formfield">
          <label htmlFor={`${id}way`}>What lets the station in</label>
          <select id={`${id}way`} className="input" value={way} onChange={(event) => setWay(event.target.value as Way)}>
            {Object.entries(wayWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
        {(way === "sas" || way === "connectionString") && (
          <div className="formfield">
            <label htmlFor={`${id}secret`}>{secretWords[way]}</label>
            <input
              id={`${id}secret`}
              className="input"
              type="password"
              autoComplete="off"
              value={secret}
              aria-describedby={`${id}kept`}
              onChange={(event) => setSecret(event.target.value)}
            />
            <small className="quiet" id={`${id}kept`}>
              Reading and listing are enough. It is kept on this computer, readable by you alone, and never shown again.
            </small>
          </div>
        )}
      </div>
      <div className="formacts">
        <span className="quiet">The hub copies these photographs itself; nothing of them uses your connection.</span>
        <Button disabled={!isReady} onClick={add}>
          Add this folder
        </Button>
      </div>
    </details>
  );
}
