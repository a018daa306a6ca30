/** How a catalogue is sent. */
export interface SendOptions {
  /** Judge everything and change nothing. */
  dryRun: boolean;
  /** Kept with the movements. */
  document: string;
  /** Warehouses that a dry run takes as made. Default: none. */
  assumedWarehouses?: ReadonlySet<string>;
  /** Called with the number of SKUs and products that are done since the last call. */
  onProgress?: (done: number) => void;
}
