import { openApiDocument } from "@/lib/http/openapi";
import { publicRoute } from "@/lib/http/route";

/** GET /v1/openapi.json describes every route. */
export const GET = publicRoute("GET /v1/openapi.json", openApiDocument);
