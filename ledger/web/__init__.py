"""What all pages share: who looks, what they may see, forms, headers, formats, errors."""
