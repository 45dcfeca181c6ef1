/** The number beside the bell, and before the title in the browser's tab. */
export class NotificationCount {
  /** Return the count of this page, or null where there is no bell. */
  static here() {
    const element = document.querySelector("[data-notification-count]");
    return element && new NotificationCount(element);
  }
}
