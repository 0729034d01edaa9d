// Draws the chart of the table on this page. Without it the table is all there is.
"use strict";
(function () {
  const figure = document.getElementById("chart");
  if (!figure || !window.vegaEmbed) return;
  const drawing = document.getElementById("drawing");
  const pointed = document.getElementById("pointed");
  let resting = pointed.textContent;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let view = null;

  function coloured(spec) {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink").trim();
    const quiet = style.getPropertyValue("--quiet").trim();
    const line = style.getPropertyValue("--line").trim();
    const made = structuredClone(spec);
    made.background = "transparent";
    made.config = Object.assign({}, made.config, {
      background: "transparent",
      axis: { labelColor: quiet, titleColor: quiet, domainColor: line, tickColor: line, gridColor: line, labelFontSize: 12, titleFontSize: 12 },
      legend: { labelColor: ink, orient: "top", labelFontSize: 13 },
      header: { labelColor: ink, titleColor: quiet },
      text: { color: ink }, padding: 0,
    });
    // The page says title and notes itself.
    delete made.title;
    delete made.padding;
    made.autosize = { type: "pad" };
    const room = Math.max(260, drawing.clientWidth - 90);
    for (const part of made.vconcat || []) {
      delete part.title;
      const narrow = Math.min(1000, room);
      if (part.spec) {
        part.columns = Math.max(1, Math.floor(room / 260));
        part.spec.width = Math.floor(room / part.columns) - 50;
        if (dark.matches) part.spec.layer.forEach(lighter);
        continue;
      }
      part.width = narrow;
      for (const layer of part.layer || []) {
        layer.width = narrow;
        const axis = layer.encoding && layer.encoding.x && layer.encoding.x.axis;
        if (axis && axis.values && narrow < 600) axis.labelOverlap = "greedy";
        if (dark.matches) lighter(layer);
      }
      if (part.mark && part.mark.strokeWidth && part.data && part.data.values) {
        part.mark.strokeWidth = Math.max(1, Math.min(6, (0.6 * narrow) / part.data.values.length));
      }
    }
    return made;
  }

  // The palette is made for white paper: its black, and its darkest blue, are not seen on a dark page.
  const LIGHTER = { "#000000": "#d0d4da", "#0072B2": "#56B4E9", "#56B4E9": "#F0E442" };
  function lighter(layer) {
    const colour = layer.encoding && layer.encoding.color;
    if (colour && colour.value === "#333333") colour.value = "#e6e8eb";
    else if (colour && LIGHTER[colour.value]) colour.value = LIGHTER[colour.value];
    const scale = colour && colour.scale;
    if (scale && scale.range) scale.range = scale.range.map((one) => LIGHTER[one] || one);
  }

  function said(datum) {
    const parts = [datum.label];
    if (datum.series) parts.push(datum.series);
    if (datum.matches !== undefined && datum.matches !== null) parts.push(datum.matches.toLocaleString("en") + " matches");
    if (datum.tokens) parts.push("of " + datum.tokens.toLocaleString("en") + " words");
    return parts.join(" · ");
  }

  async function draw(spec) {
    if (view) view.finalize();
    figure.hidden = false;
    const made = await window.vegaEmbed(drawing, coloured(spec), {
      ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1,
      tooltip: { disableDefaultStyle: true },
    });
    view = made;
    // The figure has a name of its own, and the table says its numbers.
    for (const one of drawing.querySelectorAll("svg")) one.setAttribute("aria-hidden", "true");
    made.view.addEventListener("click", function (event, item) {
      const address = item && item.datum && item.datum.address;
      if (typeof address === "string" && address.startsWith("/kwic?")) window.location.assign(address);
    });
    made.view.addEventListener("pointermove", function (event, item) {
      const datum = item && item.datum;
      pointed.textContent = datum && datum.label !== undefined ? said(datum) : resting;
      drawing.style.cursor = datum && datum.address ? "pointer" : "";
    });
    figure.dataset.drawn = "yes";
  }

  fetch(figure.dataset.spec, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(function (spec) {
      let width = 0;
      if (JSON.stringify(spec).includes('"bind"')) {
        resting += " Wheel and drag move the time, a double click sets it back; below: the words that the archive holds.";
        pointed.textContent = resting;
      }
      const again = () => draw(spec).catch(failed);
      again().then(() => { width = drawing.clientWidth; });
      dark.addEventListener("change", again);
      let waiting = 0;
      window.addEventListener("resize", function () {
        window.clearTimeout(waiting);
        waiting = window.setTimeout(function () {
          if (drawing.clientWidth !== width) { width = drawing.clientWidth; again(); }
        }, 200);
      });
    })
    .catch(failed);

  function failed(error) {
    figure.hidden = false;
    figure.dataset.drawn = "no";
    pointed.textContent = "The chart cannot be drawn; the table below has its numbers.";
    console.error(error);
  }
})();
