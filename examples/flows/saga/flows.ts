import { flow, FlowError, task } from "acme-engine";

export class SoldOut extends FlowError {}

interface Trip {
  traveller: string;
  from: string;
  to: string;
  day: string;
}

interface Booking {
  reference: string;
  price: number;
}

const bookHotel = task({ name: "bookHotel", retries: 2 }, async ({ to, day }: Trip): Promise<Booking> => ({
  reference: `hotel-${to}-${day}`,
  price: 180,
}));

const bookFlight = task({ name: "bookFlight" }, async ({ from, to }: Trip): Promise<Booking> => {
  if (to === "Atlantis") throw new SoldOut(`no seat from ${from} to ${to}`);
  return { reference: `flight-${from}-${to}`, price: 320 };
});

const bookCar = task({ name: "bookCar" }, async ({ to, traveller }: Trip): Promise<Booking> => {
  if (to === "Venice") throw new SoldOut(`no car in ${to}`);
  return { reference: `car-${to}-${traveller}`, price: 90 };
});

/** Cancellations have to happen: they are tried again for an hour. */
const cancelHotel = task(
  { name: "cancelHotel", retries: 6, retryDelaySeconds: 600 },
  async ({ reference }: { reference: string }): Promise<{ cancelled: string }> => ({ cancelled: reference }),
);

const cancelFlight = task(
  { name: "cancelFlight", retries: 6, retryDelaySeconds: 600 },
  async ({ reference }: { reference: string }): Promise<{ cancelled: string }> => ({ cancelled: reference }),
);

/** Books a trip as a whole or not at all: what has been booked is cancelled in reverse order when something later cannot be had. */
export const bookTrip = flow({ name: "book-trip" }, async (trip: Trip) => {
  const hotel = await bookHotel(trip);
  try {
    const flight = await bookFlight(trip);
    try {
      const car = await bookCar(trip);
      return {
        references: [hotel.reference, flight.reference, car.reference],
        price: hotel.price + flight.price + car.price,
      };
    } catch (error) {
      await cancelFlight({ reference: flight.reference });
      throw error;
    }
  } catch (error) {
    await cancelHotel({ reference: hotel.reference });
    throw error;
  }
});
