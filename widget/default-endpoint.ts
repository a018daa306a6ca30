let endpoint: string | null = null;

/** The endpoint of elements that neither an attribute nor a `<meta>` gives one; `null`: none. */
export function defaultEndpoint(): string | null {
  return endpoint;
}

/** Says where elements ask that are told nothing else. Elements that ask already go on as they are. */
export function setDefaultEndpoint(url: string): void {
  endpoint = url;
}
