import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import { UnreadableFileError } from "@/lib/providers/files/reading";

const now = new Date("2026-12-01T00:00:00Z");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string, timeZone?: string) => readTrainingFile(bytesOf(text), { now, timeZone });

const point = (time: string, latitude: number, inside = "") =>
  `<trkpt lat="${latitude}" lon="0"><ele>10</ele>${time === "" ? "" : `<time>${time}</time>`}${inside}</trkpt>`;
const track = (segments: string[], head = "<type>running</type>") =>
  `<trk>${head}${segments.map((segment) => `<trkseg>${segment}</trkseg>`).join("")}</trk>`;
const gpx = (...tracks: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="x">${tracks.join("")}</gpx>`;

/** On the meridian, a thousandth of a degree: 2 * pi * 6371008.8 m / 360000. */
const STEP_METERS = 111.195_08;

describe("GPX", () => {
  const minute = (at: number) => `2026-03-10T06:${String(at).padStart(2, "0")}:00Z`;

  test("a pause between segments is neither distance nor time with the timer on", () => {
    const first = point(minute(0), 48) + point(minute(1), 48.001);
    const second = point(minute(5), 48.5) + point(minute(7), 48.501);
    const [one] = read(gpx(track([first, second]))).recordings;
    expect(one?.recording).toMatchObject({ elapsedSeconds: 420, timerSeconds: 180, sport: "run" });
    expect(one?.recording.distanceMeters).toBeCloseTo(2 * STEP_METERS, 2);
  });

  test("sensors: heart rate, one foot's cadence, power, whatever the prefix of their names", () => {
    const sensors = (bpm: number) =>
      `<extensions><power>250</power><ns3:TrackPointExtension><ns3:hr>${bpm}</ns3:hr><ns3:cad>84</ns3:cad></ns3:TrackPointExtension></extensions>`;
    const points = point(minute(0), 48, sensors(120)) + point(minute(1), 48.001, sensors(0));
    const [one] = read(gpx(track([points]))).recordings;
    expect(one?.recording).toMatchObject({
      averageHeartRateBpm: 120,
      averageCadenceStepsPerMinute: 168,
      averagePowerWatts: 250,
    });
  });

  test("climb counts in steps of three meters, so that noise is no hill", () => {
    const heights = [100, 101, 99, 100, 104, 110, 109, 111, 107, 100];
    const points = heights.map((height, index) =>
      point(minute(index), 48 + index / 1000).replace("<ele>10</ele>", `<ele>${height}</ele>`),
    );
    const [one] = read(gpx(track([points.join("")]))).recordings;
    // Up: 100 to 104 to 110. Down: 110 to 107 to 100.
    expect(one?.recording).toMatchObject({ elevationGainMeters: 10, elevationLossMeters: 10 });
  });

  test("two tracks are two recordings; one without times is left out, and told", () => {
    const timed = track([point(minute(0), 48) + point(minute(1), 48.001)]);
    const untimed = track([point("", 48) + point("", 48.001)]);
    const reading = read(gpx(timed, untimed, timed));
    expect(reading.recordings.map((one) => one.recording.externalId.at(-1))).toEqual(["0", "2"]);
    expect(reading.warnings).toEqual(["A track without times was left out."]);
  });

  test("a time with an offset tells the local date; without one the athlete's zone does", () => {
    const at = (time: string) => track([point(time, 48) + point(time.replace("23:0", "23:1"), 48.001)]);
    const [offset] = read(gpx(at("2026-03-10T23:00:00-08:00"))).recordings;
    expect(offset?.recording).toMatchObject({ utcOffsetSeconds: -28_800, localDate: "2026-03-10" });
    expect(offset?.recording.startedAt).toEqual(new Date("2026-03-11T07:00:00Z"));
    const [zoned] = read(gpx(at("2026-03-10T23:00:00Z")), "Europe/Vienna").recordings;
    expect(zoned?.recording).toMatchObject({ utcOffsetSeconds: null, localDate: "2026-03-11" });
    // Whatever zone the machine is in.
    const [bare] = read(gpx(at("2026-03-10T23:00:00"))).recordings;
    expect(bare?.recording.startedAt).toEqual(new Date("2026-03-10T23:00:00Z"));
  });

  test.each([
    ["9", "run", "running"],
    ["trail_running", "run", "trail_running"],
    ["Trail Run", "run", "trail_running"],
    ["cycling", "ride", "cycling"],
    ["constructor", "other", "constructor"],
    ["", "other", "other"],
  ])("type %j is %s, %s", (type, sport, sportDetail) => {
    const [one] = read(
      gpx(track([point(minute(0), 48) + point(minute(1), 48.001)], `<type>${type}</type>`)),
    ).recordings;
    expect(one?.recording).toMatchObject({ sport, sportDetail });
  });
});

describe("TCX", () => {
  const trackpoint = (second: number, meters: number, bpm: number) => `<Trackpoint>
    <Time>2026-03-10T06:00:${String(second).padStart(2, "0")}.000Z</Time>
    <Position><LatitudeDegrees>48.2</LatitudeDegrees><LongitudeDegrees>16.37</LongitudeDegrees></Position>
    <AltitudeMeters>180.5</AltitudeMeters><DistanceMeters>${meters}</DistanceMeters>
    <HeartRateBpm><Value>${bpm}</Value></HeartRateBpm>
    <Extensions><TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Speed>3</Speed><RunCadence>85</RunCadence><Watts>240</Watts></TPX></Extensions>
  </Trackpoint>`;
  const lap = (start: number, seconds: number, meters: number, points: string) => `
    <Lap StartTime="2026-03-10T06:00:${String(start).padStart(2, "0")}.000Z"><TotalTimeSeconds>${seconds}</TotalTimeSeconds>
    <DistanceMeters>${meters}</DistanceMeters><Calories>5</Calories>
    <AverageHeartRateBpm><Value>130</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>151</Value></MaximumHeartRateBpm>
    <Track>${points}</Track>
    <Extensions><ns3:LX><ns3:AvgRunCadence>86</ns3:AvgRunCadence><ns3:AvgWatts>245</ns3:AvgWatts></ns3:LX></Extensions></Lap>`;
  const activity = (laps: string, sport = "Running") => `<Activity Sport="${sport}">
    <Id>2026-03-10T06:00:00.000Z</Id>${laps}
    <Creator xsi:type="Device_t"><Name>Forerunner 965</Name><UnitId>3400000001</UnitId></Creator></Activity>`;
  const tcx = (inside: string) =>
    `<?xml version="1.0"?><TrainingCenterDatabase xmlns:ns3="x"><Activities>${inside}</Activities></TrainingCenterDatabase>`;
  const laps =
    lap(0, 20, 60, trackpoint(0, 0, 120) + trackpoint(20, 60, 140)) +
    lap(30, 20, 60, trackpoint(30, 60, 140) + trackpoint(50, 120, 150));

  test("sums of the laps, averages over the samples", () => {
    const [one] = read(tcx(activity(laps))).recordings;
    expect(one?.recording).toMatchObject({
      sport: "run",
      sportDetail: "running",
      startedAt: new Date("2026-03-10T06:00:00Z"),
      elapsedSeconds: 50,
      timerSeconds: 40,
      distanceMeters: 120,
      maxHeartRateBpm: 151,
      averagePowerWatts: 240,
      averageCadenceStepsPerMinute: 170,
      totalEnergyKilocalories: 10,
      deviceId: "3400000001",
    });
    // Samples stand for 10 s each, the last for 1 s.
    expect(one?.recording.averageHeartRateBpm).toBeCloseTo((1200 + 1400 + 1400 + 150) / 31, 6);
    expect(one?.curve?.distanceCentimeters.at(-1)).toBe(12_000);
  });

  test("laps keep what the file says of them", () => {
    const [one] = read(tcx(activity(laps))).recordings;
    expect(one?.laps).toMatchObject([
      { lapIndex: 0, elapsedSeconds: 20, distanceMeters: 60, averageHeartRateBpm: 130, maxHeartRateBpm: 151 },
      { lapIndex: 1, averagePowerWatts: 245, averageCadenceStepsPerMinute: 172 },
    ]);
    expect(one?.laps[1]?.startedAt).toEqual(new Date("2026-03-10T06:00:30Z"));
  });

  test("legs of a multisport session are recordings", () => {
    const leg = (sport: string) => activity(laps, sport);
    const session = `<MultiSportSession><Id>2026-03-10T06:00:00Z</Id><FirstSport>${leg("Running")}</FirstSport><NextSport>${leg("Biking")}</NextSport></MultiSportSession>`;
    expect(read(tcx(session)).recordings.map((one) => one.recording.sport)).toEqual(["run", "ride"]);
  });

  test("blanks before the XML, and packing, change nothing", () => {
    const text = `          ${tcx(activity(laps))}`;
    const packed = readTrainingFile(gzipSync(bytesOf(text)), { now });
    expect(packed).toEqual(read(text));
    expect(packed.recordings).toHaveLength(1);
  });
});

describe("what is refused, with a sentence", () => {
  const whole = gpx(track([point("2026-03-10T06:00:00Z", 48) + point("2026-03-10T06:01:00Z", 48.001)]));
  const entities = `<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><gpx><trk><name>&b;</name></trk></gpx>`;
  const external = `<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk><name>&x;</name></trk></gpx>`;
  const bomb = gzipSync(new Uint8Array(80 * 1024 * 1024));

  test.each([
    ["a route without times", bytesOf(gpx(track([point("", 48)]))), /route/],
    ["cut XML", bytesOf(whole.slice(0, -30)), /ends early/],
    ["entities", bytesOf(entities), /document type/],
    ["an external entity", bytesOf(external), /document type/],
    ["other XML", bytesOf("<?xml version='1.0'?><kml></kml>"), /no training file/],
    ["a web page", bytesOf("<!DOCTYPE html><html><body>Sign in</body></html>"), /web page/],
    ["text", bytesOf("hello"), /no training file/],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), /no training file/],
    ["an archive", Uint8Array.of(0x50, 0x4b, 3, 4), /ZIP/],
    ["a cut .gz", gzipSync(bytesOf(whole)).subarray(0, 60), /damaged or cut/],
    ["an empty .gz", gzipSync(new Uint8Array()), /empty/],
    ["a .gz that bursts", bomb, /larger than any/],
    ["a .gz in a .gz", gzipSync(gzipSync(bytesOf(whole))), /no training file/],
    ["a TCX without activities", bytesOf("<TrainingCenterDatabase></TrainingCenterDatabase>"), /no activity/],
    ["deep nesting", bytesOf(`<gpx>${"<a>".repeat(20_000)}`), /not whole/],
    ["a forbidden name", bytesOf("<gpx><__proto__><trk/></__proto__></gpx>"), /./],
  ])("%s", (_case, bytes, sentence) => {
    expect(() => readTrainingFile(bytes, { now })).toThrow(UnreadableFileError);
    expect(() => readTrainingFile(bytes, { now })).toThrow(sentence);
  });
});
