from energies.entries.erasure_parts import COPIES, PICTURE, SAID
from energies.kernel.personal import also, not_personal


def declare():
    also("entries", {"brought.Tool": SAID, "brought.ToolText": SAID})
    also("optional", {"brought.Tool": PICTURE})
    also("keepers", {"brought.Tool": ("editors",)})
    also("history", {"brought.Loan": ("who",)})
    not_personal("brought.Tool", *COPIES, because="made of what is public")
    not_personal("brought.ToolFormerSlug", "slug", because="made of a name that was public")
