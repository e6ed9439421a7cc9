import { headers } from "next/headers";
import { env } from "@/lib/env";
import { clientAddress, isLoopbackRequest } from "@/lib/http/client-address";

/** Where the request of this page or action comes from. */
export async function callerAddress(): Promise<{ clientAddress: string; isLoopback: boolean }> {
  const sent = await headers();
  const proxyCount = env().TRUSTED_PROXY_COUNT;
  return { clientAddress: clientAddress(sent, proxyCount), isLoopback: isLoopbackRequest(sent, proxyCount) };
}
