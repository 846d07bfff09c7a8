// Tells the practice that a client has opened the quote. Opening the link alone never does.
const offer = document.querySelector("[data-viewed]");

if (offer) {
  const { csrfmiddlewaretoken, version } = offer.elements;
  fetch(offer.dataset.viewed, {
    method: "POST",
    body: new URLSearchParams({
      csrfmiddlewaretoken: csrfmiddlewaretoken.value,
      version: version.value,
    }),
  }).catch(() => {
    // Nobody needs to know: the quote reads and accepts the same.
  });
}
