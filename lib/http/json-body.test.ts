import { expect, test } from "vitest";
import { readJsonBody } from "@/lib/http/json-body";

const post = (body: BodyInit | null) => new Request("http://localhost/", { method: "POST", body });
const MEGABYTE = 1_048_576;

test("an object is read, an empty body is an empty object", async () => {
  expect(await readJsonBody(post('{"a": "\u00fc"}'))).toEqual({ a: "\u00fc" });
  expect(await readJsonBody(post(null))).toEqual({});
  expect(await readJsonBody(post(" \n"))).toEqual({});
});

test.each(["{", "[1]", '"text"', "null", "3", "a=b"])("%s is refused", async (text) => {
  await expect(readJsonBody(post(text))).rejects.toMatchObject({ code: "invalid_input", field: "body" });
});

test("a megabyte is read, one byte more is not", async () => {
  const filled = (bytes: number) => `{"a":"${"x".repeat(bytes - 8)}"}`;
  expect(Object.keys(await readJsonBody(post(filled(MEGABYTE))))).toEqual(["a"]);
  await expect(readJsonBody(post(filled(MEGABYTE + 1)))).rejects.toMatchObject({ code: "too_large" });
});

test("an endless body is not read to its end", async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  const request = new Request("http://localhost/", {
    method: "POST",
    body: endless,
    duplex: "half",
  } as RequestInit);
  await expect(readJsonBody(request)).rejects.toMatchObject({ code: "too_large" });
  expect(pulled).toBeLessThan(40);
});

test("a body that claims to be too large is not read at all", async () => {
  const headers = { "content-length": String(MEGABYTE + 1) };
  const request = new Request("http://localhost/", { method: "POST", body: "{}", headers });
  await expect(readJsonBody(request)).rejects.toMatchObject({ code: "too_large" });
});
