/** What is needed from the first look on. It is loaded beside the element, which paints before it is there. */
export { formatsOf } from "./formats.ts";
export { sentenceOf } from "./sentence.ts";
export { watchShared } from "./shared-feeds.ts";
export { subscribe } from "./subscribe.ts";
