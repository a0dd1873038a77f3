// @ts-check

/** @typedef {import('@uppy/core').Uppy<any, any>} Uppy */
/** @typedef {import('@uppy/core').UppyFile<any, any> & { metadefender?: { refused: string } }} File */

/**
 * The files that are not uploaded, as Uppy shows files that failed: with the text, and a button to try again. Why they are is kept in the
 * state of the file itself, where Golden Retriever finds it.
 */
export class Refusals {
  /** The files that an upload would have had. @type {Map<string, string[]>} */
  #left = new Map();
  #uppy;
  #summary;

  /** @param {Uppy} uppy @param {(files: File[]) => string} summary */
  constructor(uppy, summary) {
    this.#uppy = uppy;
    this.#summary = summary;
  }

  /** @param {File} file @param {string} text */
  mark({ id, progress }, text) {
    this.#uppy.setFileState(
      id,
      /** @type {{}} */ ({
        metadefender: { refused: text },
        error: text,
        // Uppy has its button for what was begun.
        progress: {
          ...progress,
          uploadStarted: progress.uploadStarted ?? Date.now(),
          uploadComplete: false,
          percentage: 0,
          bytesUploaded: 0,
        },
      }),
    );
  }

  /** Of files that are tried again: Uppy shows the scan of what was not begun. @param {string[]} fileIDs */
  unmark(fileIDs) {
    for (const id of fileIDs) {
      const file = /** @type {File | undefined} */ (this.#uppy.getFile(id));
      if (!file?.metadefender || file.error) continue;
      const progress = { ...file.progress, uploadStarted: null, bytesUploaded: false };
      const update = { metadefender: undefined, progress };
      this.#uppy.setFileState(id, /** @type {{}} */ (update));
    }
  }

  /** `resumeAll()` of Uppy takes the errors from all that have begun. */
  markAgain() {
    for (const { id, error, metadefender } of this.#files()) {
      if (!error) this.#uppy.setFileState(id, { error: metadefender?.refused });
    }
  }

  /**
   * Takes files out of an upload, so that no uploader ever hears of them.
   * @param {string} uploadID
   * @param {(id: string) => boolean} stays
   */
  leaveOut(uploadID, stays) {
    const { currentUploads } = this.#uppy.getState();
    const upload = currentUploads[uploadID];
    if (!upload) return;
    const left = upload.fileIDs.filter((id) => !stays(id));
    if (left.length === 0) return;
    this.#left.set(uploadID, left);
    this.#setFileIDs(uploadID, upload.fileIDs.filter(stays));
  }

  /** Puts them back when the uploaders are done, as its result is to name them. @param {string} uploadID */
  putBack(uploadID) {
    const upload = this.#uppy.getState().currentUploads[uploadID];
    const left = this.#left.get(uploadID)?.filter((id) => this.#uppy.getFile(id));
    this.#left.delete(uploadID);
    if (upload && left) this.#setFileIDs(uploadID, [...upload.fileIDs, ...left]);
    this.sayIfAny();
  }

  /** @param {string} uploadID @param {string[]} fileIDs */
  #setFileIDs(uploadID, fileIDs) {
    const { currentUploads } = this.#uppy.getState();
    const upload = /** @type {typeof currentUploads[string]} */ (currentUploads[uploadID]);
    this.#uppy.setState({
      currentUploads: { ...currentUploads, [uploadID]: { ...upload, fileIDs } },
    });
  }

  /** Has the status bar say so; not before, as it would not show how far the uploads of the others are. */
  sayIfAny() {
    const refused = this.#files();
    if (refused.length > 0) this.#uppy.setState({ error: this.#summary(refused) });
  }

  /** After a file is gone, which may have been the last of an upload, or the last one that was refused. @param {File} file */
  removed({ metadefender }) {
    const { currentUploads, error } = this.#uppy.getState();
    if (this.#files().length > 0) {
      if (Object.keys(currentUploads).length === 0) this.sayIfAny();
    } else if (metadefender && error && !this.#uppy.getFiles().some((file) => file.error)) {
      this.#uppy.setState({ error: null });
    }
  }

  #files() {
    const files = /** @type {File[]} */ (this.#uppy.getFiles());
    return files.filter(({ metadefender }) => metadefender);
  }
}
