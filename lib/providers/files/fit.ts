/** Reads a FIT file: each of its parts by what it says it is. */
import { readFitActivity } from "@/lib/providers/files/fit-activity";
import { type FitPart, splitFit } from "@/lib/providers/files/fit-container";
import {
  FILE_ID,
  type FitContent,
  firstOf,
  MESSAGE,
  messagesOf,
  parseFit,
  readValue,
} from "@/lib/providers/files/fit-messages";
import {
  readHealthSnapshot,
  readHrvStatus,
  readMonitoring,
  readSleep,
} from "@/lib/providers/files/fit-wellness";
import {
  type FileReading,
  type Findings,
  noFindings,
  type ReadOptions,
  toReading,
  UnreadableFileError,
} from "@/lib/providers/files/reading";

/** Types above 40 are Garmin's own and in no public list. */
const FILE_TYPE = {
  activity: 4,
  monitoringA: 15,
  monitoringDaily: 28,
  monitoringB: 32,
  sleep: 49,
  hrvStatus: 68,
  healthSnapshot: 70,
} as const;

/** @throws UnreadableFileError when no part of the file can be used */
export function readFit(file: Uint8Array, options: ReadOptions): FileReading {
  const { parts, trailingBytes } = splitFit(file);
  const findings = parts.map((part, index) => readPart(part, index > 0, options));
  if (trailingBytes > 0 && parts.length > 0) {
    findings.push(warning("Something follows the end of the FIT data. It was left out."));
  }
  return toReading("fit", findings, options.now);
}

/** A later part may be spoilt without taking the first ones with it. */
function readPart(part: FitPart, isLater: boolean, options: ReadOptions): Findings {
  try {
    return readContent(parseFit(part), part, options);
  } catch (error) {
    if (!isLater || !(error instanceof UnreadableFileError)) throw error;
    return warning(`A further part of the file was left out: ${error.message}`);
  }
}

function readContent(content: FitContent, part: FitPart, options: ReadOptions): Findings {
  const type = readValue(firstOf(content, MESSAGE.fileId), FILE_ID.type);
  if (type !== FILE_TYPE.activity && part.isCut && !isActivityWithoutType(type, content)) {
    throw new UnreadableFileError("This FIT file is cut short.");
  }
  switch (type) {
    case FILE_TYPE.monitoringA:
    case FILE_TYPE.monitoringDaily:
    case FILE_TYPE.monitoringB:
      return readMonitoring(content, options);
    case FILE_TYPE.sleep:
      return readSleep(content, options);
    case FILE_TYPE.hrvStatus:
      return readHrvStatus(content, options);
    case FILE_TYPE.healthSnapshot:
      return readHealthSnapshot(content, part, options);
    case FILE_TYPE.activity:
      return { ...noFindings(), ...readFitActivity(content, part, options) };
    default:
      if (!isActivityWithoutType(type, content)) return noFindings();
      return { ...noFindings(), ...readFitActivity(content, part, options) };
  }
}

/** Pieces that hold only a chest strap's beats (a swim's) have no type either, and no session. */
function isActivityWithoutType(type: number | null, content: FitContent): boolean {
  return type === null && messagesOf(content, MESSAGE.session).length > 0;
}

function warning(sentence: string): Findings {
  return { ...noFindings(), warnings: [sentence] };
}
