// Listens to the preview for its pages, as a worker: hands on every state.
new EventSource("/_vejviser/events").onmessage = function (message) {
  postMessage(message.data);
};
