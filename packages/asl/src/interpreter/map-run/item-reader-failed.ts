/** The items could not be read; the map run fails with States.ItemReaderFailed. */
export class ItemReaderFailed extends Error {}
