from __future__ import annotations

from django import forms

from .models import Enquiry

NAME = "Enter your name, in at most 100 characters."
EMAIL = "Enter an email address, such as ada@example.com."
BUDGET = "Choose a budget."
MESSAGE = "Say in 10 to 2,000 characters what you are building."


class EnquiryForm(forms.ModelForm):
    name = forms.CharField(max_length=100, error_messages={"required": NAME, "max_length": NAME})
    email = forms.EmailField(error_messages={"required": EMAIL, "invalid": EMAIL})
    budget = forms.ChoiceField(
        choices=Enquiry.Budget, error_messages={"required": BUDGET, "invalid_choice": BUDGET}
    )
    message = forms.CharField(
        min_length=10,
        max_length=2000,
        error_messages={"required": MESSAGE, "min_length": MESSAGE, "max_length": MESSAGE},
    )

    class Meta:
        model = Enquiry
        fields = ["name", "email", "budget", "message"]
