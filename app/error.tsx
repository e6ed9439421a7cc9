"use client";

import { Button } from "@/components/ui";

/** `digest` finds the entry in the log; the message itself stays on the server. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-5">
      <h1 className="text-lg font-semibold">This page could not be drawn.</h1>
      <p className="text-md text-ink2">
        Your data are untouched. Try again; if it stays like this, tell whoever runs this Nightrun
        {error.digest ? ` and mention ${error.digest}` : ""}.
      </p>
      <div className="flex gap-3">
        <Button variant="primary" onClick={reset}>
          Draw it again
        </Button>
      </div>
    </main>
  );
}
