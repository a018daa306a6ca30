-- The order behind a movement, beside the paper: a shipment, a return.
ALTER TABLE movement ADD COLUMN "order" TEXT;

UPDATE movement SET "order" = document WHERE kind IN ('allocate', 'cancel');
