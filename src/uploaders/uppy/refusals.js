// @ts-check

/** @typedef {import('@uppy/core').Uppy<any, any>} Uppy */
/** @typedef {import('@uppy/core').UppyFile<any, any> & { metadefender?: { refused: string } }} File */

/**
 * The refused files, which Uppy shows like failed ones: with the text and a retry button. The reason is kept in the state of the
 * file itself, so that Golden Retriever restores it.
 */
export class Refusals {
  /** The refused files of each upload, by its id. @type {Map<string, string[]>} */
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
        // Uppy shows its retry button only for files whose upload has started.
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

  /** Resets files that are retried: Uppy shows the scan only of files whose upload has not started. @param {string[]} fileIDs */
  unmark(fileIDs) {
    for (const id of fileIDs) {
      const file = /** @type {File | undefined} */ (this.#uppy.getFile(id));
      if (!file?.metadefender || file.error) continue;
      const progress = { ...file.progress, uploadStarted: null, bytesUploaded: false };
      const update = { metadefender: undefined, progress };
      this.#uppy.setFileState(id, /** @type {{}} */ (update));
    }
  }

  /** Uppy's `resumeAll()` removes the errors of all files whose upload has started. */
  markAgain() {
    for (const { id, error, metadefender } of this.#files()) {
      if (!error) this.#uppy.setFileState(id, { error: metadefender?.refused });
    }
  }

  /**
   * Takes files out of an upload, so that no uploader gets them.
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

  /** Puts them back after the uploaders have finished, so that the result of the upload names them. @param {string} uploadID */
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

  /** Shows the refusals in the status bar. Not during an upload: it would hide the progress of the other files. */
  sayIfAny() {
    const refused = this.#files();
    if (refused.length > 0) this.#uppy.setState({ error: this.#summary(refused) });
  }

  /** Updates the status bar after a file was removed, perhaps the last of an upload or the last refused one. @param {File} file */
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
