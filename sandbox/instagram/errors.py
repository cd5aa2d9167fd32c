"""Graph's errors, by names of our own: number, subcode and status as the vendor's pages and integrators tell them.

fault("temporary", "media_publish", times=2)      answered so, unprocessed
fault("spam", "media_publish", after=True)        processed, and yet answered so
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sandbox.standin import Answer, Fault


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of refusal. `told` is what the vendor shows to people."""

    status: int
    code: int
    subcode: int = 0
    message: str = ""
    told: str = ""
    transient: bool = False
    type: str = "OAuthException"

    def body(self, trace: str = "AbcSandbox0") -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.type, "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.transient:
            error["is_transient"] = True
        if self.told:
            error |= {"error_user_title": "Sandbox", "error_user_msg": self.told}
        return {"error": {**error, "fbtrace_id": trace}}

    def answer(self) -> Answer:
        return Answer(self.status, self.body())


class Refused(Exception):
    """Raised inside the stand-in; becomes the answer."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


TROUBLES: Final[Mapping[str, Trouble]] = {
    # comes and goes
    "unknown": Trouble(500, 1, message="An unknown error occurred"),
    "service": Trouble(503, 2, message="Service temporarily unavailable", transient=True),
    "app_limit": Trouble(400, 4, message="(#4) Application request limit reached"),
    "user_limit": Trouble(400, 17, message="(#17) User request limit reached"),
    "page_limit": Trouble(400, 32, message="(#32) Page request limit reached"),
    "custom_limit": Trouble(400, 613, message="(#613) Calls to this api have exceeded the rate limit."),
    "page_case_limit": Trouble(400, 80001, message="(#80001) There have been too many calls to this Page account."),
    "case_limit": Trouble(400, 80002, message="(#80002) There have been too many calls to this Instagram account."),
    "temporary": Trouble(500, 2, message="An unexpected error has occurred. Please retry your request later."),
    "flagged": Trouble(400, 12345, message="Please try again", transient=True),
    # publishing
    "not_ready": Trouble(400, 9007, 2207027, "Media ID is not available", "The media is not ready for publishing."),
    "download_late": Trouble(400, -2, 2207003, "Timeout downloading media", "It takes too long to download the media."),
    "server": Trouble(400, -1, 2207001, "Instagram server error", "Instagram server error. Try again."),
    "create_failed": Trouble(400, -1, 2207032, "Failed to create a media", "Create media fail, please try again."),
    "upload_failed": Trouble(400, -1, 2207053, "Unknown upload error", "Unknown error occurred during upload."),
    "expired": Trouble(400, -2, 2207020, "Media expired", "The media you are trying to access has expired."),
    "post_limit": Trouble(
        400, 9, 2207042, "(#9) Application has reached its limit", "The maximum number of posts is reached."
    ),
    "unfetchable": Trouble(
        400, 9004, 2207052, "Only photo or video can be accepted as media type.", "The media could not be fetched."
    ),
    "format": Trouble(400, 352, 2207026, "The video format is not supported", "Unsupported video format."),
    "too_large": Trouble(400, 36000, message="The image size is too large.", subcode=2207004),
    "image_format": Trouble(400, 36001, 2207005, "The image format is not supported."),
    "ratio": Trouble(400, 36003, 2207009, "The aspect ratio is not supported."),
    "thumb": Trouble(
        400, 1, 2207057, "Thumbnail offset must be greater than or equal to 0 and less than video duration"
    ),
    "spam": Trouble(403, 4, 2207051, "Application request limit reached", "Action is blocked: we restrict activity."),
    "restricted": Trouble(403, 25, 2207050, "The Instagram account is restricted", "The account is restricted."),
    "blocked": Trouble(400, 368, message="The action attempted has been deemed abusive or is otherwise disallowed"),
    # who asks
    "dead": Trouble(401, 190, 460, "Error validating access token: the session has been invalidated"),
    "token_expired": Trouble(401, 190, 463, "Error validating access token: Session has expired"),
    "malformed": Trouble(401, 190, message="Invalid OAuth access token - Cannot parse access token"),
    "session": Trouble(401, 102, message="Session key invalid or no longer valid"),
    "permission": Trouble(403, 10, message="(#10) Application does not have permission for this action"),
    "scope": Trouble(403, 200, message="(#200) Requires the right scope"),
    "version": Trouble(400, 2635, message="(#2635) You are calling a deprecated version of the API."),
    "few_viewers": Trouble(400, 10, message="(#10) Not enough viewers for the media to show insights"),
    # what is asked
    "invalid": Trouble(400, 100, message="(#100) Invalid parameter"),
    "hidden": Trouble(
        400,
        100,
        33,
        "Unsupported get request. Object with ID does not exist, cannot be loaded due to missing permissions, or does"
        " not support this operation",
        type="GraphMethodException",
    ),
}


def refuse(name: str, message: str = "") -> Refused:
    """To be raised: the trouble of that name, in other words where `message` gives them."""
    trouble = TROUBLES[name]
    return Refused(replace(trouble, message=message) if message else trouble)


def fault(name: str, path: str = "", *, method: str = "", times: int = 1, skip: int = 0, after: bool = False) -> Fault:
    """A planned trouble. `after`: what was asked for is done, and yet this is the answer."""
    trouble = TROUBLES[name]
    return Fault(
        "status_after" if after else "status", method, path, times, skip, status=trouble.status, body=trouble.body()
    )
