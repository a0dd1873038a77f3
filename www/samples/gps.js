// @ts-check

/** Types of Exif fields (Exif 2.3, 4.6.2). */
const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;

const GPS_POINTER = 0x8825;
const HEADER = 8;
const FIELD = 12;

/**
 * Adds a GPS position to a JPEG, as cameras do: Exif in an APP1 segment after the first marker.
 * @param {Blob} jpeg
 * @param {{ latitude: number, longitude: number }} place degrees north and east
 */
export function withPlace(jpeg, place) {
  const exif = new Uint8Array([...bytesOf('Exif\0\0'), ...tiff(place)]);
  const length = exif.length + 2;
  const marker = new Uint8Array([0xff, 0xe1, length >> 8, length & 255]);
  return new Blob([jpeg.slice(0, 2), marker, exif, jpeg.slice(2)], { type: jpeg.type });
}

/** @param {{ latitude: number, longitude: number }} place */
function tiff({ latitude, longitude }) {
  // The first directory has one field: the offset of the second one.
  const second = HEADER + 2 + FIELD + 4;
  const values = second + 2 + 4 * FIELD + 4;
  return [
    ...bytesOf('II*\0'),
    ...le(HEADER, 4),
    ...le(1, 2),
    ...field(GPS_POINTER, LONG, 1, le(second, 4)),
    ...le(0, 4),
    ...le(4, 2),
    ...field(1, ASCII, 2, bytesOf(latitude < 0 ? 'S\0\0\0' : 'N\0\0\0')),
    ...field(2, RATIONAL, 3, le(values, 4)),
    ...field(3, ASCII, 2, bytesOf(longitude < 0 ? 'W\0\0\0' : 'E\0\0\0')),
    ...field(4, RATIONAL, 3, le(values + 24, 4)),
    ...le(0, 4),
    ...degrees(latitude),
    ...degrees(longitude),
  ];
}

/**
 * @param {number} tag
 * @param {number} type
 * @param {number} count
 * @param {number[]} value the value itself, or where it is
 */
const field = (tag, type, count, value) => [
  ...le(tag, 2),
  ...le(type, 2),
  ...le(count, 4),
  ...value,
];

/** Degrees, minutes and seconds, three fractions. @param {number} value */
function degrees(value) {
  const seconds = Math.round(Math.abs(value) * 3600 * 100);
  const whole = [Math.floor(seconds / 360_000), Math.floor(seconds / 6000) % 60, seconds % 6000];
  return whole.flatMap((part, index) => [...le(part, 4), ...le(index === 2 ? 100 : 1, 4)]);
}

/**
 * @param {number} value
 * @param {number} length
 */
const le = (value, length) =>
  Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) & 255);

/** @param {string} text */
const bytesOf = (text) => [...text].map((letter) => letter.charCodeAt(0));
