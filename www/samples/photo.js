// @ts-check
import { withPlace } from './gps.js';

/** The Royal Observatory in Greenwich, where nobody lives. */
const GREENWICH = { latitude: 51.4769, longitude: -0.0005 };

/** A picture from a canvas that looks like a photograph and has a GPS position. */
export async function photo() {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 400;
  const picture = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const sky = picture.createLinearGradient(0, 0, 0, 400);
  sky.addColorStop(0, '#2b4a78');
  sky.addColorStop(0.7, '#e8a87c');
  picture.fillStyle = sky;
  picture.fillRect(0, 0, 640, 400);
  picture.fillStyle = '#fff4d6';
  picture.beginPath();
  // Every picture is different.
  picture.arc(120 + 400 * Math.random(), 200 + 60 * Math.random(), 34, 0, 7);
  picture.fill();
  picture.fillStyle = '#1d2b3a';
  picture.fillRect(0, 310, 640, 90);
  const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  return withPlace(jpeg, GREENWICH);
}
