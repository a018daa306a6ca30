export { createTestServer } from "./create-test-server.ts";
export {
  cutOff,
  type Fault,
  lostAnswer,
  offline,
  type RateLimitedFault,
  rateLimited,
  type SlowFault,
  slow,
  type UnavailableFault,
  unavailable,
} from "./faults.ts";
export type { TestClock } from "./test-clock.ts";
export type {
  FaultOrder,
  SentMail,
  TestClient,
  TestRequest,
  TestServer,
  TestServerOptions,
} from "./test-server.ts";
