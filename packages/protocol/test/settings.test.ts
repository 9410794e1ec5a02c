import { describe, expect, it, test } from "vitest";
import {
  changeSettings,
  defaultSettings,
  joinPatches,
  patchOf,
  rateKind,
  SettingsPatch,
  StationSettings,
  settingChanges,
  settingLines,
  settingValue,
  showSetting,
  toSettings,
  transfersKind,
} from "../src/index.ts";

/** The names of all values that are set, `network.uploadCap`. */
const leaves = (value: unknown, name = ""): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, name ? `${name}.${key}` : key))
    : [name];

describe("settings", () => {
  it("are the defaults where nothing is stored", () => {
    expect(toSettings({})).toEqual(defaultSettings);
    expect(StationSettings.parse(defaultSettings)).toEqual(defaultSettings);
  });

  it("keep what is stored, and give a field that does not fit its default without touching its neighbours", () => {
    const stored = { transfers: 9, network: { uploadCap: 2_000_000, downloadCap: "fast", colour: "teal" } };
    expect(toSettings(stored)).toEqual({
      ...defaultSettings,
      network: { ...defaultSettings.network, uploadCap: 2_000_000 },
    });
    expect(toSettings({ network: "none" })).toEqual(defaultSettings);
  });

  it("change where a patch says so, to any depth, and nowhere else", () => {
    const before = changeSettings(defaultSettings, { transfers: 3 });
    const after = changeSettings(before, { network: { uploadCap: 500_000 } });
    expect(after).toEqual({ ...before, network: { ...before.network, uploadCap: 500_000 } });
    expect(changeSettings(after, {})).toEqual(after);
    expect(changeSettings(after, { network: { uploadCap: null } })).toEqual(before);
  });

  it("refuse names that there are not, and values that do not fit", () => {
    for (const patch of [
      { speed: 1 },
      { network: { upload: 1 } },
      { network: { uploadCap: 10 } },
      { network: { uploadCap: 2_000_000.5 } },
      { transfers: 5 },
      { transfers: "fast" },
    ])
      expect(SettingsPatch.safeParse(patch).success, JSON.stringify(patch)).toBe(false);
    expect(SettingsPatch.parse({ network: { uploadCap: null } })).toEqual({ network: { uploadCap: null } });
  });
});

describe("a setting in words", () => {
  test("each value that is set has a line, and what the line shows can be written", () => {
    expect(settingLines.map(({ name }) => name).sort()).toEqual(leaves(defaultSettings).sort());
    for (const line of settingLines) {
      const value = settingValue(defaultSettings, line);
      expect(line.kind.read(showSetting(defaultSettings, line)), line.name).toEqual(value);
      expect(changeSettings(defaultSettings, patchOf(line, value))).toEqual(defaultSettings);
    }
  });

  test.each([
    ["2Mbit", 2_000_000, "2 Mbit/s"],
    ["256 kbit/s", 256_000, "256 kbit/s"],
    ["1.5 Mbps", 1_500_000, "1.5 Mbit/s"],
    ["9600bit", 9_600, "9.6 kbit/s"],
    ["1gbit", 1_000_000_000, "1 Gbit/s"],
    ["none", null, "none"],
    ["off", null, "none"],
  ])("the rate %s", (text, value, shown) => {
    expect(rateKind.read(text)).toBe(value);
    expect(rateKind.show(value)).toBe(shown);
  });

  test("what could be bytes, or nothing, is no rate", () => {
    for (const text of ["2MB/s", "2", "fast", "-1Mbit", "2 Mbit a day"])
      expect(rateKind.read(text), text).toBeUndefined();
    for (const text of ["0", "5", "many", "1.5"]) expect(transfersKind.read(text), text).toBeUndefined();
    expect(transfersKind.read("Auto")).toBe("auto");
  });

  test("a change is told from before to after, and nothing else is", () => {
    const patch = joinPatches([{ transfers: 2 }, { network: { uploadCap: 1 } }, { network: { uploadCap: 2_000_000 } }]);
    expect(settingChanges(defaultSettings, changeSettings(defaultSettings, patch))).toEqual([
      "Images at once: auto → 2",
      "Upload cap: none → 2 Mbit/s",
    ]);
    expect(settingChanges(defaultSettings, defaultSettings)).toEqual([]);
  });
});
