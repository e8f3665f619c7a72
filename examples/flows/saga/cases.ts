import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const trip = { traveller: "ada", from: "London", to: "Turin", day: "2026-05-01" };

export const cases: FlowCases<typeof flows> = {
  bookTrip: [
    {
      input: trip,
      output: { references: ["hotel-Turin-2026-05-01", "flight-London-Turin", "car-Turin-ada"], price: 590 },
    },
    {
      title: "no car: flight and hotel are cancelled",
      input: { ...trip, to: "Venice" },
      error: { name: "SoldOut", message: "no car in Venice" },
    },
    {
      title: "no flight: the hotel is cancelled",
      input: { ...trip, to: "Atlantis" },
      error: { name: "SoldOut", message: "no seat from London to Atlantis" },
    },
    {
      title: "no hotel: nothing to cancel",
      input: trip,
      tasks: { bookHotel: [new Error("fully booked")] },
      error: { name: "Error", message: "fully booked" },
    },
    {
      title: "a cancellation works the second time",
      input: { ...trip, to: "Atlantis" },
      tasks: { cancelHotel: [new Error("busy"), { cancelled: "yes" }] },
      error: "SoldOut",
    },
  ],
};

export const originals: Record<string, Original> = {
  bookTrip: { states: 6, transitions: 3, what: "3 bookings, 2 cancellations, Fail" },
};
