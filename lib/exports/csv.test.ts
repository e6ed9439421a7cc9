import { describe, expect, test } from "vitest";
import { csvField, toCsv } from "@/lib/exports/csv";

describe("one field", () => {
  test("null and what is no number are empty, zero is zero", () => {
    expect([null, Number.NaN, Number.POSITIVE_INFINITY, 0, -500, 1.5].map(csvField)).toEqual([
      "",
      "",
      "",
      "0",
      "-500",
      "1.5",
    ]);
  });

  test.each([
    ["a,b", '"a,b"'],
    ['say "go"', '"say ""go"""'],
    ["two\nlines", '"two\nlines"'],
    ["two\rlines", '"two\rlines"'],
    ["Zürich, 5 km", '"Zürich, 5 km"'],
    ["plain", "plain"],
  ])("%j is quoted as RFC 4180 says", (text, field) => {
    expect(csvField(text)).toBe(field);
  });

  test.each(["=1+1", "+41", "-2", "@SUM(A1)", "\tx", "\rx"])("%j does not run as a formula", (text) => {
    expect(csvField(text).replace(/^"/, "").startsWith("'")).toBe(true);
  });

  test("a formula with a comma is both disarmed and quoted", () => {
    expect(csvField('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
  });
});

test("heads and rows end in CRLF, the last one too", () => {
  const columns = [
    { header: "name", value: (row: { name: string; meters: number | null }) => row.name },
    { header: "distance_meters", value: (row: { name: string; meters: number | null }) => row.meters },
  ];
  expect(toCsv(columns, [{ name: "a", meters: null }])).toBe("name,distance_meters\r\na,\r\n");
  expect(toCsv(columns, [])).toBe("name,distance_meters\r\n");
});
