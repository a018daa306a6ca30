import { setDefaultEndpoint } from "./default-endpoint.ts";
import "./define.ts";

// What a server hands out asks that server. Elements that `define` has just made alive ask in a later microtask.
setDefaultEndpoint(new URL(".", import.meta.url).href);
