import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createSealer, SealingError } from "@/lib/sealing";

const at = { table: "ConnectionAccess", row: "row-1", column: "sealedSecret" };
const newKey = randomBytes(32).toString("base64");
const oldKey = randomBytes(32).toString("base64");
/** github.com/fernet/spec, generate.json and verify.json. */
const FERNET_KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
const FERNET_TOKEN =
  "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.";

/** Every value that differs from `text` in one character. */
function* withOneChange(text: string): Generator<string> {
  for (let index = 0; index < text.length; index += 1) {
    for (const character of ALPHABET) {
      if (character !== text[index]) yield text.slice(0, index) + character + text.slice(index + 1);
    }
  }
}

describe("sealing", () => {
  test("what is sealed opens in its place", () => {
    const sealer = createSealer(newKey);
    expect(sealer.open(sealer.seal("GCDC_ključ", at), at)).toBe("GCDC_ključ");
    expect(sealer.open(sealer.seal("", at), at)).toBe("");
  });

  test("the same value is sealed differently each time and shows nothing of itself", () => {
    const sealer = createSealer(newKey);
    expect(sealer.seal("secret", at)).not.toBe(sealer.seal("secret", at));
    expect(sealer.seal("secret", at)).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
  });

  test.each([
    ["another row", { ...at, row: "row-2" }],
    ["another column", { ...at, column: "sealedAccessToken" }],
    ["another table", { ...at, table: "Other" }],
  ])("a value moved to %s does not open", (_name, elsewhere) => {
    const sealer = createSealer(newKey);
    expect(() => sealer.open(sealer.seal("secret", at), elsewhere)).toThrow(SealingError);
  });

  test("no change of one character opens", () => {
    const sealer = createSealer(newKey);
    const sealed = sealer.seal("secret", at);
    for (const changed of withOneChange(sealed)) expect(() => sealer.open(changed, at)).toThrow(SealingError);
  });

  test("a value cut short does not open", () => {
    const sealer = createSealer(newKey);
    const sealed = sealer.seal("secret", at);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => sealer.open(sealed.slice(0, length), at)).toThrow(SealingError);
    }
  });

  test("an older key of the list opens its values, which are then due for a new seal", () => {
    const sealed = createSealer(oldKey).seal("secret", at);
    const rotated = createSealer(`${newKey},${oldKey}`);
    expect(rotated.open(sealed, at)).toBe("secret");
    expect(rotated.needsReseal(sealed)).toBe(true);
    expect(rotated.needsReseal(rotated.seal("secret", at))).toBe(false);
    expect(() => createSealer(newKey).open(sealed, at)).toThrow(SealingError);
  });

  test("the Fernet specification's token opens and is due for a new seal", () => {
    const sealer = createSealer(`${newKey},${FERNET_KEY}`);
    expect(sealer.open(FERNET_TOKEN, at)).toBe("hello");
    expect(sealer.needsReseal(FERNET_TOKEN)).toBe(true);
    expect(() => createSealer(newKey).open(FERNET_TOKEN, at)).toThrow(SealingError);
  });

  test("no change of one character of a Fernet token opens", () => {
    const sealer = createSealer(FERNET_KEY);
    for (const changed of withOneChange(FERNET_TOKEN))
      expect(() => sealer.open(changed, at)).toThrow(SealingError);
  });

  test("a key of another length is refused", () => {
    expect(() => createSealer(randomBytes(16).toString("base64"))).toThrow("32 bytes");
  });
});
