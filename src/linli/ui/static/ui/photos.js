/* A photo is at most 1600 px before it travels: `linliSmall(file)` promises the file to send. */
window.linliSmall = function (file) {
  "use strict";
  var SIDE = 1600;
  if (!window.createImageBitmap || !/^image\//.test(file.type)) return Promise.resolve(file);
  return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (image) {
    var scale = Math.min(1, SIDE / Math.max(image.width, image.height)), canvas = document.createElement("canvas");
    if (scale === 1 && file.size < 1024 * 1024) return file;
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise(function (done) {
      canvas.toBlob(function (blob) { done(blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file); }, "image/jpeg", 0.85);
    });
  }).catch(function () { return file; });
};
