import type { PlaceIcon as Name } from "@/components/frame/places";

const PATHS: Record<Name, string> = {
  today:
    "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 3v1.6M12 19.4V21M3 12h1.6M19.4 12H21M5.6 5.6l1.2 1.2M17.2 17.2l1.2 1.2M5.6 18.4l1.2-1.2M17.2 6.8l1.2-1.2",
  runs: "M16.6 6.5H7.3a2.9 2.9 0 0 0 0 5.8h9.4a2.9 2.9 0 0 1 0 5.7H7.6M18.5 4.6a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8zM5.6 16.1a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8z",
  recovery: "M4 4v16h16M7.5 16c1.4-6.5 3.6-6.5 5.2-3.4 1.6 3 3.6 2.6 6-4.6",
  connections:
    "M5 9V6.5h5V9M6.2 6.5V4M8.8 6.5V4M5 9v1.4a2.5 2.5 0 0 0 5 0V9zM7.5 13v4.5a2.7 2.7 0 0 0 5.4 0v-11a2.7 2.7 0 0 1 5.4 0V12M15.8 12h5v2.6a2.5 2.5 0 0 1-5 0zM17 17v3M19.6 17v3",
  sharing:
    "M8 9.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM17.5 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM17.5 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM10.7 11.2l4.6-3.3M10.7 13.9l4.6 2.5",
  invitations: "M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7",
  imports: "M12 4v10M8 10.5l4 4 4-4M4.5 16.5V20h15v-3.5",
  training: "M4 20V9M9.3 20V4M14.7 20v-8M20 20V7",
  athletes:
    "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zM3 19.4a6 6 0 0 1 12 0M15.5 5a3 3 0 0 1 0 5.8M17.6 14a5.7 5.7 0 0 1 3.4 5.4",
  settings:
    "M4 7.5h9M17 7.5h3M15 5.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM4 16.5h3M11 16.5h9M9 14.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  system: "M4 5h16v5H4zM4 14h16v5H4zM7.5 7.5h.1M7.5 16.5h.1",
};

export function PlaceIcon({ name }: { name: Name }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
