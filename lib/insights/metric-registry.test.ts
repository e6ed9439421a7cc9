import { expect, test } from "vitest";
import { EVIDENCE_WORDS, METRIC_KEYS, METRICS } from "@/lib/insights/metric-registry";

test("every metric says its unit, evidence, version and source", () => {
  expect(METRIC_KEYS.length).toBeGreaterThan(15);
  for (const key of METRIC_KEYS) {
    const metric = METRICS[key];
    expect(metric.label, key).not.toBe("");
    expect(metric.source.length, key).toBeGreaterThan(40);
    expect(EVIDENCE_WORDS[metric.evidence], key).toBeDefined();
    expect(metric.algorithmVersion === null || metric.algorithmVersion >= 1, key).toBe(true);
  }
});

test("nothing that is shown is medical, and no injury is foretold", () => {
  const words = METRIC_KEYS.map((key) => `${METRICS[key].label} ${METRICS[key].source}`).join(" ");
  expect(words).not.toMatch(/elevated|abnormal|diagnos|injury risk/i);
});
