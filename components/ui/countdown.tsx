"use client";

import { useEffect, useState } from "react";

/** "4:05" until an instant, then nothing. The sentence beside it must also make sense without it. */
export function Countdown({ until, prefix }: { until: string; prefix: string }) {
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setSeconds(Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [until]);
  if (seconds === null) return null;
  if (seconds === 0) return <span>You can try again now.</span>;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const clock = [
    hours > 0 ? String(hours) : null,
    hours > 0 ? pad(minutes) : String(minutes),
    pad(seconds % 60),
  ]
    .filter((part) => part !== null)
    .join(":");
  return (
    <span role="timer" aria-live="off">
      {prefix} {clock}
    </span>
  );
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
