import Link from "next/link";
import { Mark } from "@/components/ui";

export const metadata = { title: "Not here" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-5">
      <Mark />
      <h1 className="text-lg font-semibold">There is nothing at this address.</h1>
      <p className="text-md text-ink2">It may have been moved, or it belongs to somebody else.</p>
      <p className="text-md">
        <Link href="/">Go to the start page</Link>
      </p>
    </main>
  );
}
