"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useId, useRef, useState } from "react";
import { filesOfDrop, filesOfInput, type NamedFile } from "@/components/imports/collect-files";
import { Notice } from "@/components/ui/notice";

type Sending =
  | { state: "idle" }
  | { state: "sending"; fileCount: number; fraction: number }
  | { state: "failed"; message: string };

/** Files into one upload: by drag, by choosing, or a whole folder. */
export function UploadArea() {
  const router = useRouter();
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const [isOver, setIsOver] = useState(false);
  const isSending = sending.state === "sending";

  async function send(files: readonly NamedFile[]) {
    if (files.length === 0 || isSending) return;
    setSending({ state: "sending", fileCount: files.length, fraction: 0 });
    const message = await upload(files, (fraction) =>
      setSending({ state: "sending", fileCount: files.length, fraction }),
    );
    setSending(message === null ? { state: "idle" } : { state: "failed", message });
    router.refresh();
  }

  async function onDrop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    await send(await filesOfDrop(event.dataTransfer));
  }

  return (
    <div>
      <section
        aria-label="Upload files"
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={onDrop}
        className={`rounded-panel border border-dashed px-5 py-8 text-center ${isOver ? "border-brand bg-sunken" : "border-control"}`}
      >
        <p className="text-md font-medium">Drop training files here</p>
        <p className="mx-auto mt-1 max-w-md text-sm text-ink2">
          FIT, GPX and TCX, also packed as .gz. Many at once is fine.
        </p>
        <div className="mt-5 flex flex-wrap justify-center gap-3">
          <FilePicker label="Choose files" isDisabled={isSending} onFiles={send} isPrimary />
          <span className="hidden md:inline">
            <FilePicker label="Choose a folder" isDisabled={isSending} onFiles={send} isFolder />
          </span>
        </div>
      </section>
      <div role="status" className="mt-3">
        {sending.state === "sending" ? <UploadBar {...sending} /> : null}
      </div>
      {sending.state === "failed" ? <Notice tone="strong" title={sending.message} live /> : null}
    </div>
  );
}

function FilePicker({
  label,
  isDisabled,
  isFolder = false,
  isPrimary = false,
  onFiles,
}: {
  label: string;
  isDisabled: boolean;
  isFolder?: boolean;
  isPrimary?: boolean;
  onFiles: (files: readonly NamedFile[]) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const look = isPrimary
    ? "bg-brand text-brand-ink hover:opacity-90"
    : "bg-raised text-ink border border-line hover:border-control";
  return (
    <>
      <input
        ref={(element) => {
          input.current = element;
          if (isFolder) element?.setAttribute("webkitdirectory", "");
        }}
        id={id}
        type="file"
        multiple
        disabled={isDisabled}
        className="peer sr-only"
        onChange={(event) => {
          onFiles(filesOfInput(event.target.files));
          event.target.value = "";
        }}
      />
      <label
        htmlFor={id}
        className={`inline-flex min-h-12 cursor-pointer items-center rounded-tall px-4 text-md font-medium peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-disabled:opacity-60 md:min-h-9 md:rounded-control md:text-sm ${look}`}
      >
        {label}
      </label>
    </>
  );
}

function UploadBar({ fileCount, fraction }: { fileCount: number; fraction: number }) {
  const percent = Math.round(fraction * 100);
  return (
    <div>
      <p className="text-sm text-ink2">
        Uploading {fileCount} {fileCount === 1 ? "file" : "files"}: {percent} %. Keep this page open until it
        is done.
      </p>
      <div
        role="progressbar"
        aria-label="Upload"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="mt-2 h-1.5 overflow-hidden rounded-full bg-bar"
      >
        <div className="h-full rounded-full bg-brand transition-[width]" style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}

const BROKE_OFF = "The upload broke off. Nothing of it was kept; send the files again.";

/** @returns what went wrong, for the person; `null` when all of it arrived */
function upload(files: readonly NamedFile[], onProgress: (fraction: number) => void): Promise<string | null> {
  const form = new FormData();
  for (const { name, file } of files) form.append("file", file, name);
  return new Promise((resolve) => {
    // fetch does not tell how far an upload is.
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/imports");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => resolve(BROKE_OFF);
    request.onload = () => resolve(request.status < 300 ? null : messageOf(request.responseText));
    request.send(form);
  });
}

function messageOf(text: string): string {
  try {
    const told: unknown = JSON.parse(text)?.error?.message;
    return typeof told === "string" ? told : BROKE_OFF;
  } catch {
    return BROKE_OFF;
  }
}
