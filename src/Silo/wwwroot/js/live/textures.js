const tile = 8;

const strokes = {
  plain: () => {},
  rising: (pen) => line(pen, [[-2, 2, 2, -2], [-1, 9, 9, -1], [6, 10, 10, 6]]),
  falling: (pen) => line(pen, [[-2, 6, 2, 10], [-1, -1, 9, 9], [6, -2, 10, 2]]),
  level: (pen) => line(pen, [[-1, 4, 9, 4]]),
  cross: (pen) => line(pen, [[-1, 4, 9, 4], [4, -1, 4, 9]]),
  dots: (pen) => {
    for (const [x, y] of [[2, 2], [6, 6]]) {
      pen.beginPath();
      pen.arc(x, y, 1, 0, 2 * Math.PI);
      pen.fill();
    }
  },
};

function line(pen, segments) {
  for (const [x1, y1, x2, y2] of segments) {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  }
}

/** A fill for a canvas: a colour with a texture over it in another. Opacity below 1 makes it step back. */
export function texture(context, name, colour, ink, { scale, backdrop, opacity }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = tile * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = backdrop;
  pen.fillRect(0, 0, tile, tile);
  pen.globalAlpha = opacity;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, tile, tile);
  pen.globalAlpha = 0.3 * opacity;
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = 1;
  strokes[name](pen);
  return context.createPattern(canvas, "repeat");
}
