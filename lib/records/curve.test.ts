import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CURVE_CHANNELS,
  type Curve,
  decodeChannel,
  decodeCurve,
  emptyCurve,
  encodeChannel,
  encodeCurve,
  fromChannelValue,
  NOT_MEASURED,
  toChannelValue,
} from "@/lib/records/curve";

const INT32 = { min: NOT_MEASURED, max: 2_147_483_647 };

describe("a channel", () => {
  test("comes back as it was, whatever its numbers", () => {
    fc.assert(
      fc.property(fc.int32Array({ ...INT32, maxLength: 300 }), (channel) => {
        expect(decodeChannel(encodeChannel(channel), channel.length)).toEqual(channel);
      }),
    );
  });

  test("of an hour at even speed takes less than a hundredth of its plain size", () => {
    const channel = Int32Array.from({ length: 3600 }, (_, second) => second * 300);
    expect(encodeChannel(channel).length).toBeLessThan((channel.length * 4) / 100);
  });

  test("of another length than said is refused", () => {
    const body = encodeChannel(Int32Array.of(1, 2, 3));
    expect(() => decodeChannel(body, 4)).toThrow(RangeError);
    expect(() => decodeChannel(body, 2)).toThrow(RangeError);
    expect(() => decodeChannel(Uint8Array.of(255, 255), 1)).toThrow(RangeError);
  });
});

describe("a curve", () => {
  test("comes back as it was, its unmeasured channels without an entry", () => {
    const curve: Curve = {
      ...emptyCurve(3),
      timeMs: Int32Array.of(0, 1000, 3000),
      heartRateBpm: Int32Array.of(120, NOT_MEASURED, 122),
      longitudeE7: Int32Array.of(-1_799_999_999, 0, 1_799_999_999),
    };
    const entries = encodeCurve(curve);
    expect(entries.map((entry) => entry.kind)).toEqual(["time_ms", "heart_rate_bpm", "longitude_e7"]);
    expect(decodeCurve(entries)).toEqual(curve);
  });

  test("without samples has no entries and comes back empty", () => {
    expect(encodeCurve(emptyCurve(0))).toEqual([]);
    expect(CURVE_CHANNELS.map((name) => decodeCurve([])[name].length)).toEqual(Array(8).fill(0));
  });

  test("whose channels differ in length is refused", () => {
    expect(() => encodeCurve({ ...emptyCurve(2), timeMs: Int32Array.of(0) })).toThrow(RangeError);
  });
});

test("a value is kept times its factor; what is absent or does not fit is not measured", () => {
  expect(toChannelValue(52.3676, 1e7)).toBe(523_676_000);
  expect(toChannelValue(null)).toBe(NOT_MEASURED);
  expect(toChannelValue(Number.NaN)).toBe(NOT_MEASURED);
  expect(toChannelValue(1e12)).toBe(NOT_MEASURED);
  expect(fromChannelValue(523_676_000, 1e7)).toBeCloseTo(52.3676, 7);
  expect(fromChannelValue(NOT_MEASURED)).toBeNull();
  expect(fromChannelValue(undefined)).toBeNull();
});
