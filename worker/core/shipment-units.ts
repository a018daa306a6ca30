import { SHIPMENTS_NAMED_MAX } from "./bounds.ts";
import type { Claim } from "./claim.ts";

/** Planned units of an order's shipment, at one warehouse. */
export interface ShipmentUnits {
  order: string;
  shipment: string;
  units: number;
}

/** Shipments that have not left and take units from a warehouse, most units first; `SHIPMENTS_NAMED_MAX` at most. */
export function shipmentsAt(claims: readonly Claim[], warehouse: string): ShipmentUnits[] {
  const all = claims.flatMap((claim) =>
    claim.phase !== "allocated"
      ? []
      : claim.shipments.flatMap((shipment): ShipmentUnits[] => {
          const units = shipment.units
            .filter((each) => each.warehouse === warehouse)
            .reduce((sum, each) => sum + each.units, 0);
          return units === 0 ? [] : [{ order: claim.order, shipment: shipment.id, units }];
        }),
  );
  return all.toSorted((one, other) => other.units - one.units).slice(0, SHIPMENTS_NAMED_MAX);
}
