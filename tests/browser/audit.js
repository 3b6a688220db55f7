// The texts of a page that cannot be read by everybody: whose contrast is below that of WCAG AA.
() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      known.set(colour, [...brush.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
  const over = (top, ground) => {
    const share = top[3] / 255;
    return [0, 1, 2].map((i) => top[i] * share + ground[i] * (1 - share));
  };
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((one) => {
      const share = one / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  let seen = 0;
  for (const element of document.body.querySelectorAll("*")) {
    if (element.matches("script, style") || !element.checkVisibility()) continue;
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    for (const pseudo of [null, "::before"]) {
      const style = getComputedStyle(element, pseudo);
      const content = style.content;
      if (pseudo ? ["none", "normal", '""'].includes(content) : !hasText) continue;
      const ground = groundOf(element);
      const ink = over(rgba(style.color), ground);
      const [high, low] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
      const ratio = (high + 0.05) / (low + 0.05);
      seen += 1;
      if (ratio < 4.5) poor.push(`${element.outerHTML.slice(0, 90)} ${pseudo || ""} ${ratio.toFixed(2)}`);
    }
  }
  return { seen, poor };
}
