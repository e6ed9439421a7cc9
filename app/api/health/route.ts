/** For probes and for `npm start`: 200 when ready, 503 while not. */
import { readHealth } from "@/lib/operations/health";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const health = await readHealth();
  return Response.json(health, {
    status: health.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
