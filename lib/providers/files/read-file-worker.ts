/**
 * Reads training files outside the server's own process, with a limit of time and memory:
 * a file that hangs or bursts the reader costs that file and nothing else.
 *
 * The other process runs from source with tsx, so it is the same from a test, a script and
 * a built server, whose bundle does not hold it. A thread would need a bundle of its own,
 * and its limits leave out the memory beyond its heap.
 */
import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { type FileReading, type ReadOptions, UnreadableFileError } from "@/lib/providers/files/reading";

export type Request = { bytes: Uint8Array; options: ReadOptions };

export type Answer =
  | { kind: "ready" }
  | { kind: "read"; reading: FileReading }
  | { kind: "unreadable"; sentence: string };

export type FileReader = {
  /** One after the other, in the order asked. @throws UnreadableFileError with a sentence for a person */
  read(bytes: Uint8Array, options: ReadOptions): Promise<FileReading>;
  /** Ends the process. A reading under way fails. */
  close(): Promise<void>;
};

export type ReaderSettings = {
  /** The folder of package.json. */
  rootDir?: string;
  /** Of the process's heap. */
  memoryMegabytes?: number;
  /** How long a file of so many bytes may take; the start of the process does not count. */
  timeLimitMs?: (fileBytes: number) => number;
};

const SMALL_FILE_BYTES = 25_000;
const SMALL_FILE_MS = 2000;
const MS_PER_FURTHER_MEGABYTE = 10_000;
const LONGEST_MS = 120_000;

export function defaultTimeLimitMs(fileBytes: number): number {
  const furtherMegabytes = Math.max(0, fileBytes - SMALL_FILE_BYTES) / 1_000_000;
  return Math.min(LONGEST_MS, SMALL_FILE_MS + furtherMegabytes * MS_PER_FURTHER_MEGABYTE);
}

const TOO_LONG = "Reading this file took too long. It is probably damaged.";
const BROKE_OFF = "This file could not be read: it takes more memory than a training file should.";

/** The process starts with the first file, and anew after one that cost it its life. */
export function createFileReader(settings: ReaderSettings = {}): FileReader {
  const timeLimitMs = settings.timeLimitMs ?? defaultTimeLimitMs;
  let child: ReadingProcess | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function readNow(bytes: Uint8Array, options: ReadOptions): Promise<FileReading> {
    const started = await startedProcess();
    try {
      const answer = await withinLimit(started.ask({ bytes, options }), timeLimitMs(bytes.length));
      if (answer.kind === "read") return answer.reading;
      throw new UnreadableFileError(answer.kind === "unreadable" ? answer.sentence : BROKE_OFF);
    } catch (error) {
      if (!(error instanceof ReaderLost)) throw error;
      await close();
      throw new UnreadableFileError(error.message, { cause: error });
    }
  }

  async function startedProcess(): Promise<ReadingProcess> {
    child ??= startProcess(settings);
    const starting = child;
    try {
      await starting.ready;
      return starting;
    } catch (cause) {
      await close();
      throw new Error("the process that reads files does not start", { cause });
    }
  }

  async function close(): Promise<void> {
    const ending = child;
    child = null;
    await ending?.end();
  }

  return {
    read(bytes, options) {
      const reading = queue.then(() => readNow(bytes, options));
      queue = reading.catch(() => undefined);
      return reading;
    },
    close,
  };
}

/** The process was given up or ended; the message is the sentence for the file that it had. */
class ReaderLost extends Error {
  override readonly name = "ReaderLost";
}

async function withinLimit(answer: Promise<Answer>, limitMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ReaderLost(TOO_LONG)), limitMs);
  });
  try {
    return await Promise.race([answer, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

type ReadingProcess = {
  /** Settles once the code is loaded. That it does not load is no fault of any file. */
  ready: Promise<unknown>;
  ask(request: Request): Promise<Answer>;
  end(): Promise<void>;
};

function startProcess(settings: ReaderSettings): ReadingProcess {
  const child = forkReader(settings);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    ready: nextAnswer(child),
    ask(request) {
      const answer = nextAnswer(child);
      // Should it have ended by now, that is what the answer says.
      child.send(request, () => undefined);
      return answer;
    },
    async end() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function nextAnswer(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      child.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
    };
    const onMessage = (answer: Answer) => {
      settle();
      resolve(answer);
    };
    const onEnd = (cause: unknown) => {
      settle();
      reject(new ReaderLost(BROKE_OFF, { cause }));
    };
    if (child.exitCode !== null || child.signalCode !== null) onEnd(child.exitCode ?? child.signalCode);
    else child.on("message", onMessage).on("error", onEnd).on("exit", onEnd);
  });
}

const SOURCE = ["lib", "providers", "files", "read-file-process.ts"];
const DEFAULT_MEMORY_MEGABYTES = 256;

function forkReader(settings: ReaderSettings): ChildProcess {
  const rootDir = settings.rootDir ?? process.cwd();
  const memory = settings.memoryMegabytes ?? DEFAULT_MEMORY_MEGABYTES;
  return fork(path.join(/* turbopackIgnore: true */ rootDir, ...SOURCE), [], {
    cwd: rootDir,
    execArgv: ["--import", "tsx", `--max-old-space-size=${memory}`],
    // Keeps dates and lists of numbers what they are.
    serialization: "advanced",
    // Nothing of a stranger's file reaches the log.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    // It needs none of the server's secrets.
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH },
  });
}
